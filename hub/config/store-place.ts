import { urlsOfHosts } from './database-url.ts'

/** Where the hub keeps what it knows: in a folder of its own, or in a PostgreSQL database. */
export type StorePlace = { readonly folder: string } | { readonly url: string }

/** Parses an absolute path, or the URL of a database; undefined if it is neither, or if it holds a password. */
export function parseStorePlace(text: string): StorePlace | undefined {
  if (text.startsWith('/')) return { folder: text }
  return urlsOfHosts(text) === undefined ? undefined : { url: text }
}
