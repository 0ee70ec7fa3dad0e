import { bundle, type Scripts } from './bundle.ts'
import { exampleConfig } from './example.ts'
import { ownVersion, sourceDate } from './package-version.ts'
import type { Content } from './staged-tree.ts'
import { componentsOf } from './third-party.ts'

/** The content of this checkout's packages except the executables, and the code to build those from. */
export async function ownContent(): Promise<Omit<Content, 'executable'> & { readonly scripts: Scripts }> {
  const { scripts, packages } = await bundle()
  const [version, date, components] = [await ownVersion(), await sourceDate(), await componentsOf(packages)]
  return { scripts, version, date, components, config: exampleConfig() }
}
