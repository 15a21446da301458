# The service alone: no sandbox, no demo, no development dependencies.

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: better-sqlite3 carries its binaries in the package.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    PORT=3000 \
    DATABASE_URL=file:/data/mainstay.db
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json app.json LICENSE ./
COPY bin bin
COPY src src
# The SQLite database; unused with DATABASE_URL=postgres://…
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/mainstay.js"]
CMD ["serve"]
