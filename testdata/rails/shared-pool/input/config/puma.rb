# threads of each worker
most = ENV.fetch("MAX_THREADS") { 5 }.to_i
threads most, most
workers ENV.fetch("WEB_CONCURRENCY") { 4 }.to_i
preload_app!
