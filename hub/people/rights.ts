import type { KnownPerson } from '../store/known-person.ts'

/** Whether somebody may do something, by role and by what the session or token allows. */
export type Right = (person: Pick<KnownPerson, 'role' | 'scope'>) => boolean

/** To see everything that the hub keeps, but for what proves who somebody is. */
export const maySee: Right = () => true

/** To judge what is seen: assessments, notes, the life of incidents. */
export const mayJudge: Right = ({ role, scope }) => scope === 'write' && role !== 'viewer'

/** To say who may do what, and how the hub works. */
export const mayManage: Right = ({ role, scope }) => scope === 'write' && role === 'admin'

/** To see who may do what, and who did what; with a token that only reads, too. */
export const mayOversee: Right = ({ role }) => role === 'admin'
