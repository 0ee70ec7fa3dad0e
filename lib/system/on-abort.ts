const actions = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls an action when the signal aborts, until the returned function cancels that. Adding an action twice has no
 * effect. All actions of a signal share one listener: thousands of logs wait for the same signal, and each listener
 * added to it searches the whole list. Source: Node's lib/internal/event_target.js.
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const all = actions.get(signal) ?? listen(signal)
  all.add(action)
  return () => {
    all.delete(action)
  }
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>()
  actions.set(signal, all)
  signal.addEventListener('abort', () => all.forEach((action) => action()), { once: true })
  return all
}
