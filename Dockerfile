# An image with all that Prongsai reads with: Tesseract with Thai, LibreOffice, Thai fonts, and Dask for runs over many
# machines (docs/scale.md). The steps are those of `make`.
#
#   docker build -t prongsai .
#   docker run --rm -v "$PWD/reports:/reports" prongsai ingest /reports --db /reports/prongsai.db
FROM python:3.11-slim-bookworm

WORKDIR /prongsai
COPY scripts/setup-system.sh scripts/
RUN scripts/setup-system.sh && rm -rf /var/lib/apt/lists/*
COPY . .
RUN scripts/setup.sh .venv
ENV PATH="/prongsai/.venv/bin:$PATH" OMP_THREAD_LIMIT=1
ENTRYPOINT ["prongsai"]
CMD ["--help"]
