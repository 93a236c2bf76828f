# The program alone, without shared libraries and without a system around it:
#     docker build -t loadline . && docker run --rm -v "$PWD:/work:ro" loadline check --facts facts/ conf/
# For CI services that need a shell and git in their image: docker build --target ci -t loadline-ci .
FROM debian:bookworm AS build
WORKDIR /source
COPY dev ./
RUN ./dev setup
COPY . .
RUN ./dev static

FROM debian:bookworm-slim AS ci
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/build/static/cmd/loadline/loadline /usr/local/bin/loadline

FROM scratch
COPY --from=build /source/build/static/cmd/loadline/loadline /loadline
WORKDIR /work
USER 65534:65534
ENTRYPOINT ["/loadline"]
