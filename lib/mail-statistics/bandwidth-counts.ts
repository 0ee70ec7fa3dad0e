/** Services whose bytes are counted, as far as logs tell. */
export const BANDWIDTH_SERVICES = ['http', 'imap', 'pop3', 'smtp', 'ftp'] as const

/** One of them. */
export type BandwidthService = (typeof BANDWIDTH_SERVICES)[number]

/** Bytes from clients (or other hosts) to this host, and from it to them. */
export interface Transfer {
  readonly in: number
  readonly out: number
}

/** Numbers in a row: two for each service. */
export const BANDWIDTH_WIDTH = BANDWIDTH_SERVICES.length * 2

/** Adds a transfer to a row. */
export function addTransfer(row: number[], service: BandwidthService, transfer: Transfer): void {
  const at = BANDWIDTH_SERVICES.indexOf(service) * 2
  row[at] = (row[at] ?? 0) + transfer.in
  row[at + 1] = (row[at + 1] ?? 0) + transfer.out
}

/** What a row says of a service. */
export function transferIn(row: readonly number[], service: BandwidthService): Transfer {
  const at = BANDWIDTH_SERVICES.indexOf(service) * 2
  return { in: row[at] ?? 0, out: row[at + 1] ?? 0 }
}
