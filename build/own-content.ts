import { bundle, type Scripts } from './bundle.ts'
import { exampleConfig } from './example.ts'
import { ownVersion, sourceDate } from './package-version.ts'
import type { Content } from './staged-tree.ts'
import { componentsOf } from './third-party.ts'

/** What the packages of this checkout hold, but for the executables, and the program to build them of. */
export async function ownContent(): Promise<Omit<Content, 'executable'> & { readonly scripts: Scripts }> {
  const { scripts, packages } = await bundle()
  const [version, date, components] = [await ownVersion(), await sourceDate(), await componentsOf(packages)]
  return { scripts, version, date, components, config: exampleConfig() }
}
