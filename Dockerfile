# jieban in a container: pages are mounted read-only at /pages, the output at /output.
#   docker build -t jieban .
#   docker run --rm -v "$PWD/archive:/pages:ro" -v "$PWD/output:/output" jieban
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/jieban \
    && /opt/jieban/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY jieban jieban
COPY pipeline pipeline
RUN /opt/jieban/bin/pip install --no-cache-dir --no-build-isolation --no-deps .

FROM python:3.13-slim-bookworm
COPY --from=build /opt/jieban /opt/jieban
RUN useradd --create-home --uid 10001 jieban && mkdir /pages /output && chown jieban /output
USER jieban
WORKDIR /home/jieban
ENV PATH=/opt/jieban/bin:$PATH PYTHONUNBUFFERED=1
VOLUME ["/pages", "/output"]
ENTRYPOINT ["jieban"]
CMD ["run", "/pages", "--output", "/output"]
