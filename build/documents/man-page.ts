/** What a manual page says about its package. */
export interface Edition {
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
}

/** The package of a page, and its edition. */
export interface PageSource extends Edition {
  readonly name: string
}

/** A whole page of this section of the manual. */
export function page(title: string, volume: string, source: PageSource, sections: readonly string[]): string {
  const day = new Date(source.date * 1000).toISOString().slice(0, 10)
  const head = `.TH ${plain(title.toUpperCase())} ${volume} ${day} "${plain(source.name)} ${source.version}"`
  return `.\\" Made from the tables of the program.\n${[head, ...sections].join('\n')}\n`
}

/** A section of a page. */
export function section(title: string, paragraphs: readonly string[]): string {
  return [`.SH ${title.toUpperCase()}`, ...paragraphs].join('\n')
}

/** A term, and what it means. */
export function entry(term: string, text: string): string {
  return `.TP\n${term}\n${text}`
}

/** A term in bold; it is escaped already. */
export function bold(text: string): string {
  return `.B ${text}`
}

/**
 * Text escaped for troff: no backslash, hyphen, apostrophe or first character of a line has a special meaning.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/`|\*\*|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('±', '\\(+-')
    .replace(/^\./, '\\&.')
}

/** Other pages, each as `NAME(SECTION)`. */
export function seeAlso(pages: readonly string[]): string {
  return pages
    .map((title, index) => {
      const [, name = '', volume = ''] = /^(.*)(\(\d\))$/.exec(title) ?? []
      return `.BR ${plain(name)} ${volume}${index < pages.length - 1 ? ',' : ''}`
    })
    .join('\n')
}
