/** What each combined signal follows. */
const SOURCES = new WeakMap<AbortSignal, readonly AbortSignal[]>()

/**
 * A signal that is aborted once any of these is. It keeps them, which `AbortSignal.any` alone does not: then it may
 * never know of one that was aborted and that nobody else holds (nodejs/node#65995, Node 24.16 and later).
 */
export function eitherSignal(...signals: readonly AbortSignal[]): AbortSignal {
  const either = AbortSignal.any([...signals])
  SOURCES.set(either, signals)
  return either
}
