import { basename, join } from 'node:path'
import { type BuildOptions, type Metafile, type Plugin, build } from 'esbuild'

/** The modules that the first view needs, as one file; what is loaded later imports them from there. */
export interface FirstPart {
  readonly name: string
  readonly text: string
  /** What is in it, by paths in the repository. */
  readonly sources: readonly string[]
  /** Lets another build take these modules from the file. */
  readonly plugin: Plugin
}

/**
 * Joins what the first view of `script` needs. esbuild makes a chunk of each set of modules that the same pages share:
 * with a dozen pages these are forty small files, each with headers of its own, and each compressed alone. Modules that
 * load others later stay out, with what imports them: they name files that are made after this one.
 */
export async function firstPart(script: string, options: BuildOptions): Promise<FirstPart> {
  const { absWorkingDir: root = '' } = options
  const plain = { ...options, write: false, metafile: true, outdir: '.' } as const
  const whole = await build({ ...plain, entryPoints: [script], splitting: true })
  const paths = modulesOf(whole.metafile, script)
  const single = await build({ ...plain, entryPoints: paths, bundle: false })
  const stdin = { contents: passingOn(single.metafile), resolveDir: root, loader: 'js' } as const
  const joined = await build({ ...plain, stdin, entryNames: 'first-[hash]' })
  const [file] = joined.outputFiles
  if (file === undefined) throw new Error(`the first view of ${script} needs nothing`)
  const name = basename(file.path)
  const plugin = takingFrom(name, new Set(paths.map((path) => join(root, path))))
  return { name, text: file.text, sources: paths, plugin }
}

/** The modules that a script imports at once, without those that load others later, or import such a one. */
function modulesOf({ inputs }: Pick<Metafile, 'inputs'>, script: string): string[] {
  const found = new Set([script])
  const out = new Set([script])
  for (const path of found)
    for (const { path: of, kind } of inputs[path]?.imports ?? []) {
      if (kind === 'dynamic-import') out.add(path)
      else found.add(of)
    }
  for (const path of out)
    for (const each of found) if (inputs[each]?.imports.some(({ path: of }) => of === path)) out.add(each)
  return [...found].filter((path) => !out.has(path)).toSorted()
}

/** A module with all that others export. A name that comes twice is one thing, which one package has of another. */
function passingOn({ outputs }: Metafile): string {
  const known = new Set<string>()
  const lines = Object.values(outputs).map(({ entryPoint = '', exports }) => {
    const names = exports.filter((name) => !known.has(name))
    if (names.length < exports.length && !entryPoint.startsWith('node_modules/'))
      throw new Error(`${entryPoint} exports a name that another module exports`)
    for (const name of names) known.add(name)
    return `export { ${names.join(', ')} } from ${JSON.stringify(`./${entryPoint}`)}`
  })
  return lines.join('\n')
}

function takingFrom(file: string, paths: ReadonlySet<string>): Plugin {
  const asked = Symbol('asked')
  return {
    name: 'first-part',
    setup: (build) => {
      build.onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === asked || from.kind === 'entry-point') return undefined
        const found = await build.resolve(path, { ...from, pluginData: asked })
        return paths.has(found.path) ? { path: `./${file}`, external: true } : undefined
      })
    },
  }
}
