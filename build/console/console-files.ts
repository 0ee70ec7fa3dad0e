import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

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
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [SCRIPT, STYLE],
    outdir: '.',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    legalComments: 'none',
    target: TARGET,
    tsconfig: join(root, 'hub/console/tsconfig.json'),
  })
  const files = new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
  const outputs = Object.entries(metafile.outputs)
  const [script = '', style = ''] = [SCRIPT, STYLE].map(
    (entry) => outputs.find(([, of]) => of.entryPoint === entry)?.[0],
  )
  const icon = await readFile(join(root, 'hub/console/icon.svg'), 'utf8')
  const iconName = `icon-${hash('sha256', icon, 'hex').slice(0, 8).toUpperCase()}.svg`
  files.set(iconName, icon)
  const page = await readFile(join(root, 'hub/console/console.html'), 'utf8')
  const names = { SCRIPT: script, STYLE: style, ICON: iconName }
  files.set(
    'console.html',
    page.replaceAll(/\b(SCRIPT|STYLE|ICON)\b/g, (_, word: keyof typeof names) => names[word]),
  )
  const chunks = (metafile.outputs[script]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => path)
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
  return { files, sources, first: ['console.html', script, style, iconName, ...chunks] }
}
