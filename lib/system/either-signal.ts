/** What each combined signal follows. */
const SOURCES = new WeakMap<AbortSignal, readonly AbortSignal[]>()

/**
 * A signal that is aborted once any of these is. Unlike that of `AbortSignal.any` alone it keeps them: else it may never
 * know that one was aborted which nobody else holds any more (nodejs/node#65995, in Node 24.16 and later).
 */
export function eitherSignal(...signals: readonly AbortSignal[]): AbortSignal {
  const either = AbortSignal.any([...signals])
  SOURCES.set(either, signals)
  return either
}
