import type { Commands } from '../../lib/command-line/run-program.ts'
import type { Option } from '../../lib/settings/option.ts'

/** A program of this repository: what its executable, its packages and its documents are made from. */
export interface BuiltProgram {
  /** As it is typed; its executable and its packages are called so, too. */
  readonly name: string
  /** Further names that it answers to, for which its scripts make links. */
  readonly otherNames: readonly string[]
  /** The first of its sources. */
  readonly entry: string
  /** The folder in packaging/ of what it alone has. */
  readonly folder: string
  readonly commands: Commands
  /** What the packages say of it: a clause that follows its name, then whole sentences. */
  readonly summary: string
  readonly description: string
  readonly page: ProgramPage
  readonly config: ConfigFile
  /** Whom its services run as. */
  readonly user: ServiceUser
  /** The users of services that may less. */
  readonly furtherUsers: readonly ServiceUser[]
  readonly folders: readonly OwnFolder[]
  /** Further folders that its units make, which a purge removes. */
  readonly unitFolders: readonly string[]
  readonly units: Units
  /** What others run, in packaging/ under the last part of these paths. */
  readonly scripts: readonly string[]
  /** What it reads of its package, in packaging/ under the last part of these paths. */
  readonly shared: readonly string[]
  /** The files of the repository that the packages bring as its documentation, as patterns. */
  readonly documents: readonly string[]
  /** Texts to try it on, which the packages bring compressed in `examples/` of its documentation, by their names. */
  readonly examples: Readonly<Record<string, () => string>>
}

/** A user that the packages make. */
export interface ServiceUser {
  readonly name: string
  readonly title: string
  readonly home: string
}

/** What its manual page says besides its commands. */
export interface ProgramPage {
  /** What it does, as a clause without a subject. */
  readonly purpose: string
  readonly description: string
  /** The document with the table of exit codes. */
  readonly exitCodes: string
  /** The section of the manual: 1 for what people type, 8 for what only the system starts. */
  readonly section: '1' | '8'
  /** Its pages in section 5: that of its configuration, and others. */
  readonly pages: readonly string[]
  /** Files and folders, each with a sentence. */
  readonly files: readonly (readonly [path: string, sentence: string])[]
}

/** Its configuration file. */
export interface ConfigFile {
  /** Like all paths here without the first slash. */
  readonly path: string
  readonly options: Option
  /** The document with the table of options. */
  readonly document: string
  /** What stands above the options in the example file. */
  readonly head: string
  /** What the manual page says above them, in paragraphs. */
  readonly description: readonly string[]
}

/** A folder that the packages make, or below run/ every boot. */
export interface OwnFolder {
  readonly path: string
  readonly mode: number
  /** User and group. */
  readonly owner: readonly [user: string, group: string]
  /** Whether its units make it (StateDirectory), and no boot does: before they run it may be somebody else's. */
  readonly isMadeByUnits?: true
}

/** Its units of systemd. */
export interface Units {
  /** All files. */
  readonly files: readonly string[]
  /** What an administrator enables. */
  readonly wanted: string
  /** What is started again after an upgrade. */
  readonly started: readonly string[]
  /** Those of them that start a service at times, or when something changes: timers and paths. */
  readonly starters: readonly string[]
}
