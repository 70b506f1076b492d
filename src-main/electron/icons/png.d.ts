/** A picture inside the program's own file, as a data URL. */
declare module '*.png?inline' {
  const dataUrl: string;
  export default dataUrl;
}
