// How electron-builder packages the program; `npm run package` hands it this. JavaScript, so that the reasons can stand
// beside the choices and the address of new versions can come from the environment.

// Nothing is looked for or announced anywhere unless the one who packages says where new versions will lie.
const updateUrl = process.env.ORDERDECK_UPDATE_URL ?? '';

const ARCHS = ['x64', 'arm64'];

module.exports = {
  appId: 'orderdeck.console',
  productName: 'Orderdeck',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'src-main/electron/icons' },
  // Everything is bundled into `out`, the SQL too. Source maps stay with whoever built it, to read crash reports with.
  files: ['out/**', 'package.json', '!out/.build', '!**/*.map', '!**/node_modules/**'],
  asar: true,
  // There is no native module, and nothing that would have to be compiled.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: updateUrl === '' ? null : { provider: 'generic', url: updateUrl },
  // Desktops on Linux find a window's icon and launcher by this name.
  extraMetadata: { productName: 'Orderdeck', desktopName: 'orderdeck.desktop' },
  extraFiles: [{ from: 'LICENSE', to: 'LICENSE.orderdeck.txt' }],
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  protocols: [{ name: 'Orderdeck order', schemes: ['orders'], role: 'Viewer' }],
  // A link to an order as a file: mail programs and chats let nobody click an address of a program.
  fileAssociations: [
    {
      ext: 'orderdeck',
      name: 'Orderdeck.Link',
      description: 'Link to an order',
      mimeType: 'application/x-orderdeck-link',
      role: 'Viewer',
    },
  ],
  // The program is no Node to run scripts with, and runs no other code than its own archive.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // For builds that are not signed: flipping the fuses breaks the signature that Electron comes with.
    resetAdHocDarwinSignature: true,
  },
  linux: {
    target: ['AppImage', 'deb', 'tar.gz'].map((target) => ({ target, arch: ARCHS })),
    executableName: 'orderdeck',
    syncDesktopName: true,
    icon: 'linux',
    category: 'Office',
    synopsis: 'Live console for orders kept in MySQL',
    // Required by the format. Whoever distributes packages puts an address here at which they can be reached.
    maintainer: process.env.ORDERDECK_MAINTAINER ?? 'Orderdeck <orderdeck@localhost>',
    desktop: { entry: { Keywords: 'orders;MySQL;MariaDB;shipping;', StartupNotify: 'true' } },
  },
  deb: { packageCategory: 'misc', priority: 'optional' },
  win: {
    target: ['nsis', 'portable'].map((target) => ({ target, arch: ARCHS })),
    icon: 'icon.ico',
  },
  nsis: {
    artifactName: '${productName}-${version}-win-${arch}-setup.${ext}',
    // A folder of the user's own: no administrator is needed, and updates ask nobody.
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  portable: { artifactName: '${productName}-${version}-win-${arch}-portable.${ext}' },
  mac: {
    target: ['dmg', 'zip'].map((target) => ({ target, arch: ARCHS })),
    icon: 'icon.icns',
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
  },
};
