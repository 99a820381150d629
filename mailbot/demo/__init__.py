"""The 2020 season rehearsed on embedded servers with a simulated clock."""
