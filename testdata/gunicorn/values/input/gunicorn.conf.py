import multiprocessing

bind = "0.0.0.0:http"
workers = multiprocessing.cpu_count() / 2
timeout = "30s"
preload_app = 1
max_request = 1000
keep_alive = 5
raw_env = ["A=1"
accesslog = "-"
errorlog = "-
