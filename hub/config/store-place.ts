/** Where the hub keeps what it knows: in a folder of its own, or in a PostgreSQL database. */
export type StorePlace = { readonly folder: string } | { readonly url: string }

/** Parses an absolute path, or the URL of a database; undefined if it is neither, or if it holds a password. */
export function parseStorePlace(text: string): StorePlace | undefined {
  if (text.startsWith('/')) return { folder: text }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol)) return undefined
  return url.password === '' && url.pathname.length > 1 ? { url: text } : undefined
}
