# The shop as it runs in production: one image for web, worker, scheduler and migrations.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/shop \
    && /opt/shop/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/shop/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=shop.settings.production
RUN useradd --system --create-home --uid 10001 shop
WORKDIR /app
COPY --from=packages /opt/shop /opt/shop
COPY . .
# Static files are gathered once, with fingerprints in their names. The values are only there to
# let the settings load: none of them stays in the image.
RUN SECRET_KEY=build DATABASE_URL=sqlite://:memory: REDIS_URL=redis://redis:6379/0 \
    ALLOWED_HOSTS=localhost SITE_URL=https://localhost EMAIL_URL=consolemail:// \
    python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/media var/certificates \
    && chown -R shop:shop var
USER shop
EXPOSE 8000
# The shop logs its requests itself, without addresses: an order's address is its key.
CMD ["gunicorn", "shop.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--max-requests=20000", "--max-requests-jitter=2000"]
