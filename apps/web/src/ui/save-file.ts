/** Hands the viewer a file made in the page. `name` may come from data: what a file system does not take becomes a dash, marks nobody sees go. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replaceAll(/\p{Cf}+/gu, "").replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
