export { kernels, type IdentityDoubt, type IdentityOutput } from "./kernels.ts";
export { prepare, type RoleColumn } from "./prepare.ts";
export { resolve, type Reason, type Resolution } from "./resolve.ts";
export { guessRole, type Role, ROLES } from "./roles.ts";
export { editDistance, jaroWinkler } from "./similarity.ts";
