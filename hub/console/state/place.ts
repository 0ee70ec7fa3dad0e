import { CONSOLE_PATHS, type PageName } from '../../contract/console-paths.ts'

/** Where somebody is: the page, what varies in its path, and the query, which is all of its state. */
export interface PagePlace {
  readonly page: PageName
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

const PAGES = Object.keys(CONSOLE_PATHS).filter(isPage)

function isPage(name: string): name is PageName {
  return Object.hasOwn(CONSOLE_PATHS, name)
}

/** The place of an address; undefined if the console has no page there. */
export function placeAt(path: string, search: string): PagePlace | undefined {
  for (const page of PAGES) {
    const parameters = parametersOf(CONSOLE_PATHS[page].split('/'), path.split('/'))
    if (parameters !== undefined) return { page, parameters, query: new URLSearchParams(search) }
  }
  return undefined
}

/** The address of a page. */
export function pathTo(page: PageName, parameters: Readonly<Record<string, string>> = {}, query = ''): string {
  const path = CONSOLE_PATHS[page].replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  )
  return query === '' ? path : `${path}?${query}`
}

function parametersOf(names: readonly string[], words: readonly string[]): Record<string, string> | undefined {
  if (names.length !== words.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const word = words[index] ?? ''
    if (!name.startsWith(':')) {
      if (name !== word) return undefined
    } else {
      const decoded = decodedWord(word)
      if (decoded === undefined || decoded === '') return undefined
      parameters[name.slice(1)] = decoded
    }
  }
  return parameters
}

function decodedWord(word: string): string | undefined {
  try {
    return decodeURIComponent(word)
  } catch {
    return undefined
  }
}
