import type { Notice, Tell } from '../../../../lib/notice/notice.ts'

/** What notices about a log say to the reader of a report: one sentence for each kind, however many there are. */
export class ReaderNotices {
  readonly #byCode = new Map<string, { readonly text: string; count: number }>()

  /** Notes a notice. */
  readonly tell: Tell = (notice) => {
    if (notice.code === 'source_readable') this.#byCode.delete('source_unreadable')
    if (!matters(notice)) return
    const known = this.#byCode.get(notice.code)
    if (known === undefined) this.#byCode.set(notice.code, { text: notice.text, count: 1 })
    else known.count += 1
  }

  /** Whether there was a notice of this kind that still holds. */
  has(code: string): boolean {
    return this.#byCode.has(code)
  }

  /** One sentence for each kind of notice. */
  get sentences(): readonly string[] {
    return [...this.#byCode.values()].map(({ text, count }) =>
      count === 1 ? text : `${text} The same holds ${count - 1} more times.`,
    )
  }
}

/** What is lost the part tells itself, and that a log was rotated concerns nobody. */
function matters({ code, severity }: Notice): boolean {
  return code !== 'log_gap' && (severity === 'error' || severity === 'warning' || code === 'hole_skipped')
}
