# syntax=docker/dockerfile:1
# meshgov with git and OPA. Packages come from the hashed locks, OPA by version and checksum, and
# nothing runs as root. See docs/ci.md.
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
ARG OPA_VERSION=1.22.2
# Empty: the sum that is published beside the release.
ARG OPA_SHA256=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY scripts/install_opa.py scripts/
RUN python scripts/install_opa.py --into /opt/opa --version "$OPA_VERSION" --sha256 "$OPA_SHA256"
COPY requirements/audit.txt requirements/build.txt requirements/
# meshgov is built in an environment of its own, so that what builds is not in the image.
RUN python -m venv /opt/builder \
    && /opt/builder/bin/pip install --require-hashes -r requirements/build.txt \
    && python -m venv --without-pip /opt/meshgov \
    && pip --python /opt/meshgov/bin/python install --require-hashes -r requirements/audit.txt
COPY . .
RUN /opt/builder/bin/pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /build/dist . \
    && pip --python /opt/meshgov/bin/python install --no-index --no-deps /build/dist/*.whl \
    && /opt/meshgov/bin/meshgov --version

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="meshgov" \
      org.opencontainers.image.description="Policy-as-code governance for data products" \
      org.opencontainers.image.licenses="Apache-2.0"
# The gate reads git; Debian keeps one version of it, so none is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /mesh \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin meshgov
COPY --from=build /opt/opa/opa /usr/local/bin/opa
COPY --from=build /opt/meshgov /opt/meshgov
ENV PATH=/opt/meshgov/bin:$PATH \
    PYTHONSAFEPATH=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /mesh
USER 10001:10001
ENTRYPOINT ["meshgov"]
CMD ["--help"]
