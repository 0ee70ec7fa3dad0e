/** How much an inbox holds. */
export interface InboxBounds {
  readonly files: number
  readonly bytes: number
}

/** Some minutes of a busy server's hook; 16 MiB at most while the spool is full. */
export const BOUNDS: InboxBounds = { files: 4096, bytes: 16 * 1024 * 1024 }

/** The bytes of one event's file; no event of the catalogue comes near. */
export const LARGEST_EVENT = 64 * 1024
