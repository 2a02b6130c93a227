FROM python:3.12-slim-bookworm

# A C compiler for the forms, what Gmsh's wheel loads, and EGL for pictures without a screen.
RUN apt-get update && apt-get install -y --no-install-recommends \
      make gcc libc6-dev \
      libgl1 libglu1-mesa libxrender1 libxcursor1 libxft2 libxinerama1 libgomp1 \
      libegl1 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /nanoglue
COPY . .
RUN make setup

ENV PATH="/nanoglue/.venv/bin:$PATH"
CMD ["make", "demo"]
