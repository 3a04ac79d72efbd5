// What an administrator reads, in Korean; admin_en.ts has the same keys.
export const adminKo = {
  administration: '관리', toChats: '채팅으로', sections: '살펴볼 것', refresh: '설정 다시 읽기',
  // ---- who may look
  refusedTitle: '관리자만 볼 수 있는 화면입니다', refusedHow: '서버를 멈추고 아래 명령을 실행한 다음 다시 시작하면, 이 계정은 관리자이고 이 화면은 저절로 열립니다.', copyCommand: '명령 복사', loading: '불러오는 중…', stale: '마지막으로 받은 내용입니다.',
  // ---- how the host is
  health: { ok: '정상', degraded: '일부 이상', failed: '이상' }, version: (version: string) => `버전 ${version}`, runningFor: (time: string) => `${time}째 실행 중`,
  connections: '연결', messagesPerSecond: '초당 메시지', commitTime: '저장 시간', deliveries: '초당 전달', commits: '초당 저장', commitQueue: '저장 대기', readQueue: '읽기 대기', outbox: '보낼 것',
  days: (n: number) => `${n}일`, hours: (n: number) => `${n}시간`, minutes: (n: number) => `${n}분`,
  lastHour: '지난 1시간', minutesAgo: (n: number) => `${n}분 전`, rightNow: '지금', noneYet: '아직 기록이 없습니다.',
  chartSays: (now: string, least: string, most: string, mean: string) => `지난 1시간: 지금 ${now}, 최소 ${least}, 최대 ${most}, 평균 ${mean}`, valueAt: (time: string, value: string) => `${time}에 ${value}`,
  // ---- lists
  plugins: '플러그인', accounts: '계정', rooms: '채팅방', sessions: '로그인', searchAccounts: '아이디 앞부분으로 찾기', nextPage: '다음', previousPage: '이전', nothingHere: '해당하는 것이 없습니다.',
  account: '계정', role: '역할', roles: { user: '사용자', admin: '관리자', guest: '손님', deleted: '삭제됨' } as Record<string, string>, online: '온라인', offline: '오프라인', presence: '상태', sessionsOf: (cid: string) => `${cid}의 로그인`, showAll: '모두 보기',
  room: '채팅방', kind: '종류', kinds: { private: '1:1', group: '그룹', own: '나와의 채팅', open: '오픈', WEB: '웹', MOBILE: '모바일' } as Record<string, string>, members: '대화 상대', messages: '메시지', lastMessage: '마지막 메시지', unnamed: '이름 없음', never: '없음',
  since: '로그인한 때', endSession: '끝내기', endSessionOf: (cid: string) => `${cid}의 로그인 끝내기`,
  endQuestion: (cid: string) => `${cid}님의 이 기기를 로그아웃시킬까요?`, endMeans: '그 기기는 바로 로그인 화면으로 돌아가고, 다시 로그인할 수 있습니다. 받은 메시지는 그대로 있습니다.', sessionEnded: (cid: string) => `${cid}님의 로그인을 끝냈습니다.`,
  // ---- plugins
  plugin: '플러그인', state: '상태', states: { running: '실행 중', degraded: '일부 이상', failed: '이상', 'left out': '제외됨', retiring: '물러나는 중' }, calls: '호출', errors: '오류', timePerCall: '호출당 시간',
  replace: '바꾸기', replaceIt: (id: string) => `${id} 바꾸기`, replaceTitle: (id: string) => `플러그인 바꾸기: ${id}`, runsNow: (file: string, version: string) => `지금: ${file} ${version}`, chooseFile: '새 라이브러리', otherFiles: '다른 이름의 라이브러리', noFiles: '플러그인 폴더에 이 플러그인의 라이브러리가 없습니다. 새 파일을 그 폴더에 넣고 다시 열어 주세요.',
  replaceMeans: '고른 파일을 별도의 프로세스에서 먼저 시험한 뒤, 지금 것 옆에서 시작해 자리를 바꿉니다. 진행 중인 호출은 지금 것이 끝까지 맡고, 연결은 끊어지지 않습니다. 하나라도 잘못되면 지금 것이 그대로 남습니다. 설정을 다시 읽거나 서버를 다시 시작하면 설정에 적힌 것으로 돌아갑니다.',
  reloadMeans: '설정 파일을 다시 읽고 달라진 플러그인을 모두 함께 바꿉니다. 하나라도 잘못되면 아무것도 바뀌지 않습니다.', reloadIt: '다시 읽기', underWay: '진행 중…', done: '되었습니다.', hostRefuses: '서버가 거절했습니다. 바뀐 것은 없습니다.', noAnswer: '답을 받지 못했습니다. 아래 목록에서 결과를 확인해 주세요.',
};
