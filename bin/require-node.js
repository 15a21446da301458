// Loaded before everything else (node --import ./bin/require-node.js …). Plain JavaScript, because a Node.js
// that is too old cannot read the rest.
import { createRequire } from 'node:module';

const { engines } = createRequire(import.meta.url)('../package.json');
const needed = Number.parseInt(engines.node.replace('>=', ''), 10);
const running = Number.parseInt(process.versions.node, 10);

if (running < needed) {
  process.stderr.write(
    `Mainstay needs Node.js ${needed} or newer; this is ${process.version} (${process.execPath}).
\`npm install\` puts a fitting one into node_modules, and \`npm run …\` uses it. If this message comes
from \`npm run\`, npm was kept from running the install script of the package "node": run \`npm rebuild node\`.
`,
  );
  process.exit(1);
}
