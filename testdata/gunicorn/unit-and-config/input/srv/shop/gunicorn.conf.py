# the unit says how many workers and where
bind = "127.0.0.1:9000"
workers = 2
timeout = 90
max_requests = 500
