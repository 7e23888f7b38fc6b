// The marks of the map, drawn on canvases: a disc is a place of happenings, a square who holds a place.
// Colour is that of a side and never alone: letters, numbers, hatching, outlines and strokes say the same without it.
(() => {
  "use strict";
  const SCALE = 2;
  const canvas = (size) => {
    const drawn = document.createElement("canvas");
    drawn.width = drawn.height = size * SCALE;
    const pen = drawn.getContext("2d", { willReadFrequently: true });
    pen.scale(SCALE, SCALE);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    return [drawn, pen];
  };
  const disc = (pen, middle, radius) => { pen.beginPath(); pen.arc(middle, middle, radius, 0, 2 * Math.PI); };
  const stripes = (pen, size, colour, width = 2, step = 5) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (let at = -size; at < 2 * size; at += step) { pen.moveTo(at, size); pen.lineTo(at + size, 0); }
    pen.stroke();
  };
  const letters = (pen, middle, words, colour, room) => {
    let size = 12;
    pen.fillStyle = colour;
    do pen.font = `700 ${size}px system-ui, sans-serif`; while (pen.measureText(words).width > room && (size -= 1) > 6);
    pen.fillText(words, middle, middle + 0.5);
  };

  const place = (paint, [colour, state, voices, words]) => {
    const size = 32, middle = size / 2;
    const [drawn, pen] = canvas(size);
    const own = paint.side(Number(colour));
    const on = own === paint.ink ? paint.paper : "#ffffff";
    if (voices === "many") { disc(pen, middle, 15); pen.strokeStyle = paint.ink; pen.lineWidth = 1.5; pen.stroke(); }
    disc(pen, middle, 12.5);
    pen.fillStyle = paint.paper;
    pen.fill();
    if (state === "disputed") {
      pen.save();
      pen.clip();
      stripes(pen, size, paint.ink);
      pen.restore();
      disc(pen, middle, 12.5);
      pen.strokeStyle = paint.ink;
      pen.lineWidth = 1;
      pen.stroke();
      disc(pen, middle, 9);
    }
    if (state === "planned") {
      disc(pen, middle, 11.5);
      pen.strokeStyle = own;
      pen.lineWidth = 2.5;
      pen.stroke();
    } else {
      pen.fillStyle = own;
      pen.fill();
    }
    letters(pen, middle, words, state === "planned" ? paint.ink : on, 16);
    if (state === "denied") {
      for (const [width, ink] of [[5, paint.paper], [2.5, paint.ink]]) {
        pen.strokeStyle = ink;
        pen.lineWidth = width;
        pen.beginPath();
        pen.moveTo(4, size - 4);
        pen.lineTo(size - 4, 4);
        pen.stroke();
      }
    }
    return drawn;
  };

  const crowd = (paint, [state, words]) => {
    const size = 44, middle = size / 2;
    const [drawn, pen] = canvas(size);
    disc(pen, middle, 20);
    pen.fillStyle = paint.paper;
    pen.fill();
    if (state === "disputed") { pen.save(); pen.clip(); stripes(pen, size, paint.ink, 2, 6); pen.restore(); disc(pen, middle, 20); }
    pen.strokeStyle = paint.ink;
    pen.lineWidth = 1.5;
    pen.stroke();
    disc(pen, middle, 15);
    pen.fillStyle = paint.paper;
    pen.fill();
    pen.stroke();
    letters(pen, middle, words, paint.ink, 25);
    return drawn;
  };

  const held = (paint, [colour, other, state, words]) => {
    const size = 24, middle = size / 2;
    const [drawn, pen] = canvas(size);
    const own = paint.side(Number(colour));
    const square = (edge) => { pen.beginPath(); pen.roundRect(edge, edge, size - 2 * edge, size - 2 * edge, 3); };
    const open = state === "lost" || state === "transfer_pending";
    square(3);
    pen.fillStyle = open ? paint.paper : own;
    pen.fill();
    if (state === "contested") {
      pen.save();
      pen.clip();
      stripes(pen, size, other === "" ? paint.paper : paint.side(Number(other)), 3, 8);
      pen.restore();
      square(6.5);
      pen.fillStyle = own;
      pen.fill();
    }
    square(2);
    pen.setLineDash(state === "besieged" ? [3, 2] : []);
    pen.strokeStyle = state === "besieged" || open ? paint.ink : paint.paper;
    pen.lineWidth = state === "besieged" ? 3 : 1.5;
    pen.stroke();
    letters(pen, middle, words, open ? paint.ink : own === paint.ink ? paint.paper : "#ffffff", 13);
    return drawn;
  };

  const hatch = (paint, [colour, other]) => {
    const [drawn, pen] = canvas(12);
    pen.fillStyle = paint.side(Number(colour));
    pen.globalAlpha = 0.35;
    pen.fillRect(0, 0, 12, 12);
    pen.globalAlpha = 1;
    stripes(pen, 12, other === "" ? paint.ink : paint.side(Number(other)), 2, 6);
    return drawn;
  };

  const KINDS = { place, crowd, held, hatch };
  // A mark is known by what it shows: its kind, then what that kind needs, with bars between.
  const draw = (paint, name) => {
    const [kind, ...shown] = name.split("|");
    return KINDS[kind] ? KINDS[kind](paint, shown) : null;
  };
  const pixels = (drawn) => drawn.getContext("2d").getImageData(0, 0, drawn.width, drawn.height);
  const clean = (words) => String(words).replaceAll("|", "");
  const nameOf = {
    place: ({ colour, disputed, planned, denied, grade, letter }) =>
      `place|${colour}|${disputed ? "disputed" : denied ? "denied" : planned ? "planned" : "said"}|${grade >= 3 ? "many" : "one"}|${clean(letter)}`,
    crowd: ({ disputed, count }) => `crowd|${disputed ? "disputed" : "said"}|${count > 9999 ? `${Math.round(count / 1000)}k` : count}`,
    control: ({ holder, contender, contested, state }) =>
      `held|${holder ? holder.colour : 0}|${contender ? contender.colour : ""}|${contested ? "contested" : state}|${clean(holder ? holder.letter : "?")}`,
  };
  window.crossbearingMarks = { draw, pixels, nameOf, SCALE };
})();
