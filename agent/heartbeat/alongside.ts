/** Several works as one, which ends when all have ended and rejects with the first that did; undefined for none. */
export function alongside<T>(
  ...works: readonly (((shared: T) => Promise<void>) | undefined)[]
): ((shared: T) => Promise<void>) | undefined {
  const all = works.filter((work) => work !== undefined)
  if (all.length === 0) return undefined
  return async (shared) => {
    await Promise.all(all.map((work) => work(shared)))
  }
}
