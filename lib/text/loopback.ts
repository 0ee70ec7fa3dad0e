/** Whether a host, with or without the brackets of a URL, is this machine by its name. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1)$/.test(host)
}
