/** Copies to the clipboard, also where the page came over plain HTTP and the clipboard API is not offered. */
export async function copyText(value: string): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(value);
      return true;
    } catch {
      // Refused by the person or by the browser's rules: the old way may still work.
      return copyBySelection(value);
    }
  }
  return copyBySelection(value);
}

function copyBySelection(value: string): boolean {
  const area = document.createElement('textarea');
  area.value = value;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
