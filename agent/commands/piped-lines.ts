import { type ExtractionOptions, extractLines, extractUnfinished } from '../follow/extraction.ts'
import { PipedContent } from '../follow/files/piped-content.ts'

/** What is made of the lines of a pipe, or of a file that is read in one go, a batch after the other. */
export async function* itemsOfLines<T>(
  pieces: AsyncIterable<Buffer>,
  options: ExtractionOptions<T>,
): AsyncGenerator<readonly T[]> {
  const content = new PipedContent(pieces)
  for (;;) {
    await content.fill()
    const read = content.read()
    if (typeof read === 'string') return
    const before = content.offset
    const items: T[] = []
    extractLines(content, read.bytes, items, options)
    if (content.offset === before) {
      items.push(...extractUnfinished(content, read.bytes, options))
      content.advance(read.bytes.length, false)
    }
    yield items
  }
}
