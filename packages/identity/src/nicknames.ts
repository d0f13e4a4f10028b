/** Given names that stand for one another; the first of a line is the full one. */
const GROUPS = `alexander alex sandy sasha xander
andrew andy drew
anthony tony
barbara barb babs
benjamin ben benny
catherine katherine kathryn cathy kathy kate katie kitty
charles charlie chuck
christopher chris kit
christine christina chris tina
daniel dan danny
david dave davey
deborah debra debbie deb
dorothy dot dolly
edward ed eddie ted teddy ned
elizabeth liz lizzie beth betty bess eliza elsie
frances fran fanny
francis frank
frederick fred freddie
gerald gerry jerry
gregory greg
helen nell ellen
henry harry hank
isabella isabelle bella
jacob jake
james jim jimmy jamie
jennifer jen jenny
john jack johnny jon
jonathan jon jonny
joseph joe joey
joshua josh
kenneth ken kenny
lawrence laurence larry
leonard len lenny
margaret maggie meg peggy marge greta
martha patty
mary molly polly
matthew matt
michael mike mick mickey
nathaniel nathan nate
nicholas nick nicky
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phil
rebecca becky becca
richard rick dick richie
robert rob bob bobby robbie
ronald ron ronnie
samantha sam
samuel sam sammy
sarah sally sadie
stephen steven steve
susan sue susie
theodore ted theo
theresa teresa terry tess
thomas tom tommy
timothy tim
victoria vicky tori
vincent vince
virginia ginny
walter walt wally
william will bill billy liam
zachary zach zack
johannes hans hannes
joachim jochen
friedrich fritz
josef sepp
elisabeth lisa liesel
maximilian max
sebastian basti
francisco paco pancho
jose pepe
guillermo memo
dolores lola
giovanni gianni
giuseppe beppe peppe
alessandro sandro
jean jeannot
`;

const groupsOf = new Map<string, number[]>();
GROUPS.trim()
  .split("\n")
  .forEach((line, group) => {
    for (const name of line.split(" ")) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
  });

/** Whether two folded given names may be one person's: a name and its short form, or two short forms. */
export function areNicknames(a: string, b: string): boolean {
  const mine = groupsOf.get(a);
  const theirs = mine === undefined ? undefined : groupsOf.get(b);
  return mine !== undefined && theirs !== undefined && mine.some((group) => theirs.includes(group));
}
