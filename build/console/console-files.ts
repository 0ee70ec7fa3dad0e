import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { firstPart } from './first-part.ts'

/** The browsers that have all of what the console uses, light-dark() as the latest of it. */
const TARGET = ['chrome123', 'firefox120', 'safari17.5']

const [SCRIPT, STYLE] = ['hub/console/main.tsx', 'hub/console/style/console.css']

/** The console as it is served. */
export interface BuiltConsole {
  /** The text of each file by its name; `console.html` is the page. */
  readonly files: ReadonlyMap<string, string>
  /** What is in them, by paths in the repository. */
  readonly sources: readonly string[]
  /** The files that the first view loads. */
  readonly first: readonly string[]
}

/** Builds the console of the repository in `root`, in memory. */
export async function buildConsole(root: string): Promise<BuiltConsole> {
  const options: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    minify: true,
    legalComments: 'none',
    target: TARGET,
    tsconfig: join(root, 'hub/console/tsconfig.json'),
  }
  const part = await firstPart(SCRIPT, options)
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: [SCRIPT, STYLE],
    outdir: '.',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    splitting: true,
    plugins: [part.plugin],
  })
  const files = new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
  files.set(part.name, part.text)
  const outputs = Object.entries(metafile.outputs)
  const [script = '', style = ''] = [SCRIPT, STYLE].map(
    (entry) => outputs.find(([, of]) => of.entryPoint === entry)?.[0],
  )
  const icon = await readFile(join(root, 'hub/console/icon.svg'), 'utf8')
  const iconName = `icon-${hash('sha256', icon, 'hex').slice(0, 8).toUpperCase()}.svg`
  files.set(iconName, icon)
  const page = await readFile(join(root, 'hub/console/console.html'), 'utf8')
  const names = { FIRST: part.name, SCRIPT: script, STYLE: style, ICON: iconName }
  files.set(
    'console.html',
    page.replaceAll(/\b(FIRST|SCRIPT|STYLE|ICON)\b/g, (_, word: keyof typeof names) => names[word]),
  )
  const chunks = (metafile.outputs[script]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => path)
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
  const first = ['console.html', part.name, script, style, iconName, ...chunks.filter((path) => files.has(path))]
  return { files, sources: [...part.sources, ...sources], first }
}
