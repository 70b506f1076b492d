// Starts `electron FOLDER` as Electron's own starter does: the first argument that is a folder with a package.json is
// the app. It lies inside the Electron that is shared between checkouts, so it must not need anything from this one.
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

// `-r FILE`: a script to load before the app.
const flag = process.argv.indexOf('-r');
const [, first] = flag < 0 ? [] : process.argv.splice(flag, 2);
if (first !== undefined) require(resolve(first));

const given = process.argv.slice(1).filter((argument) => !argument.startsWith('-'));
const folder = given.map((argument) => resolve(argument)).find((path) => existsSync(join(path, 'package.json')));

if (folder === undefined) {
  process.stderr.write('Name the folder of an app: electron FOLDER\n');
  app.exit(1);
} else {
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  if (version !== undefined) app.setVersion(version);
  const title = productName ?? name;
  if (title !== undefined) {
    app.setName(title);
    app.setDesktopName(`${title}.desktop`);
  }
  app.setAppPath(folder);
  require(join(folder, main ?? 'index.js'));
}
