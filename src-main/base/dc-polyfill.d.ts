/** The whole of node:diagnostics_channel as the newest Node has it. */
declare module 'dc-polyfill' {
  const diagnosticsChannel: Record<string, unknown>;
  export default diagnosticsChannel;
}
