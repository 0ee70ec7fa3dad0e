/** A check of a host as incidents and snoozes name it: `mx1.example.com:imap`. */
export function serviceName(host: string, check: string): string {
  return `${host}:${check}`.toLowerCase()
}
