/** One server-sent event. */
export interface Frame {
  readonly name: string
  readonly data: string
  readonly id: string | undefined
}

/** Reads server-sent events out of pieces of text, however they are cut (HTML, section 9.2.6). */
export class FrameReader {
  #rest = ''

  /** The events that this piece completes. */
  read(piece: string): readonly Frame[] {
    const parts = `${this.#rest}${piece}`.split('\n\n')
    this.#rest = parts.pop() ?? ''
    return parts.map(frameOf)
  }
}

function frameOf(text: string): Frame {
  const data: string[] = []
  let [name, id]: [string, string | undefined] = ['message', undefined]
  for (const line of text.split('\n')) {
    const [, field, value = ''] = /^(\w+): ?(.*)$/s.exec(line) ?? []
    if (field === 'event') name = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }
  return { name, data: data.join('\n'), id }
}
