import { build } from 'esbuild'
import { LIGHTER, ROOT } from '../../build/executable/bundle.ts'

/** One import as the program has it at run time, at once or later; types are gone. */
export interface Import {
  /** A file by its path in the repository, or a module of Node without `node:`. */
  readonly target: string
  readonly isLazy: boolean
}

/** What each file of the program, and of the packages in it, imports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>

/**
 * Reads it from the bundler, which resolves as the build does; `entries` stand for the program where a test brings its
 * own.
 */
export async function importGraph(entries: readonly string[] = ['agent/main.ts'], folder = ROOT): Promise<ImportGraph> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [...entries],
    outdir: 'nowhere',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    alias: LIGHTER,
    logLevel: 'silent',
    // Node keeps an import that nobody uses, unless it is one of types; so does this.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  })
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports.map((each) => ({ target: each.path.replace(/^node:/, ''), isLazy: each.kind === 'dynamic-import' })),
    ]),
  )
}

/**
 * All that files load, and what that loads, to the end; without what only later work loads where `isEager`, and without
 * what the files in `ends` load.
 */
export function reachOf(
  graph: ImportGraph,
  paths: readonly string[],
  isEager = false,
  ends: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const seen = new Set<string>()
  const left = [...paths]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    for (const { target, isLazy } of ends.has(path) ? [] : (graph.get(path) ?? [])) {
      if (seen.has(target) || (isEager && isLazy)) continue
      seen.add(target)
      left.push(target)
    }
  }
  return seen
}
