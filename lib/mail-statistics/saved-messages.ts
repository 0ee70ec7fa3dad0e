import type { MailState } from './mail-state.ts'
import type { MessageMemory } from './message-memory.ts'
import type { Origin } from './origin-cache.ts'

/** In front of the keys of a stranger's messages. */
const FOREIGN = '*'

type Saved = Pick<MailState, 'origins' | 'messages'>

/** Messages as they are saved, in their order; each origin once. */
export function savedMessages(memory: MessageMemory): Saved {
  const places = new Map<string, number>()
  const origins: Saved['origins'] = []
  const placeOf = ({ keys, isForeign: foreign }: Origin): number => {
    const all = [foreign ? FOREIGN : '', ...keys]
    const text = all.join('\n')
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, origins.length)
    return origins.push(all.slice(0, all.findLastIndex((key) => key !== '') + 1)) - 1
  }
  const messages = [...memory.places()].map((place): Saved['messages'][number] => {
    const origin = memory.originAt(place)
    return [
      memory.idAt(place),
      memory.sizeAt(place),
      memory.flagsAt(place),
      origin === undefined ? -1 : placeOf(origin),
    ]
  })
  return { origins, messages }
}

/** Puts saved messages back. */
export function restoreMessages(memory: MessageMemory, { origins, messages }: Saved): void {
  const known = origins.map(([foreign, ...keys]): Origin => ({
    keys,
    isForeign: foreign === FOREIGN,
    epoch: 0,
    rows: [],
  }))
  for (const [id, size, flags, place] of messages) {
    const bytes = Buffer.from(id, 'latin1')
    const added = memory.add(bytes, 0, bytes.length, size, place === -1 ? undefined : known[place])
    memory.flag(added, flags)
  }
}
