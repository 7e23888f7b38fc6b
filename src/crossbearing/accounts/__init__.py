"""Who may do what over the network: accounts and roles, passwords, sessions, slowed logins, and the log of it."""
