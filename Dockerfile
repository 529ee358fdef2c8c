# An image of the command line: docker run --rm -v "$PWD:/data:ro" labeler scan .
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md ./
COPY labeler labeler
COPY rules rules
COPY models models
RUN python -m venv /opt/labeler \
 && /opt/labeler/bin/python -m pip install --no-cache-dir --disable-pip-version-check . \
 && /opt/labeler/bin/python -m compileall -q /opt/labeler/lib \
 && /opt/labeler/bin/python -m pip uninstall --quiet --yes pip

FROM python:3.12-slim-bookworm
COPY --from=build /opt/labeler /opt/labeler
ENV PATH=/opt/labeler/bin:$PATH \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home labeler
USER 10001
WORKDIR /data
ENTRYPOINT ["labeler"]
CMD ["--help"]
