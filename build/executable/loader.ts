// The script that Node runs in the executable, and in each thread that begins with its text: it loads the program's own
// from inside, each when it is asked for. `main.cjs` sees where it runs by `isMainThread`.
import { getRawAsset } from 'node:sea'
import { compileFunction } from 'node:vm'

const loaded = new Map<string, { exports: unknown }>()

/** What `require` is to the program: one of its scripts, by `./NAME`, or a module of Node; never a file. */
function load(id: string): unknown {
  if (!id.startsWith('./')) return moduleOfNode(id)
  const name = id.slice('./'.length)
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const script = { exports: {} }
  loaded.set(name, script)
  // A view of the executable as it is mapped: only what is compiled takes memory. esbuild writes ASCII alone.
  const code = Buffer.from(getRawAsset(name)).toString('latin1')
  compileFunction(code, ['require', 'module', 'exports'], { filename: name })(load, script, script.exports)
  return script.exports
}

function moduleOfNode(id: string): object {
  const found = process.getBuiltinModule(id)
  if (found === undefined) throw new Error(`${id} is not inside the executable`)
  return found
}

load('./main.cjs')
