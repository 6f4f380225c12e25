// Made by scripts/gen-kernels.ts of src/kernels/sort.ts.
export const argSort = `func @kernel.argSort(%0: mem<f64>, %1: mem<f64>, %2: i32, %3: i32, %4: i32, %5: i32) -> () disjoint {
%6 = const i32 0
%7 = alloc mem<f64> %3
%8 = const bool 0
%9 = alloc mem<i32> %3
%10 = alloc mem<i32> %3
%11 = const f64 0
%12 = const f64 8
%13, %14 = for {step: 1} %6, %2, %9, %10 { (%15: i32, %16: mem<i32>, %17: mem<i32>)
%18 = mul %15, %3
%19 = mul %18, %4
%20, %21 = for {step: 1} %6, %4, %16, %17 { (%22: i32, %23: mem<i32>, %24: mem<i32>)
%25 = add %19, %22
%26, %27 = for {step: 1} %6, %3, %11, %6 { (%28: i32, %29: f64, %30: i32)
%31 = mul %28, %4
%32 = add %25, %31
%33 = load %0, %32
%34 = eq %33, %33
%35, %36 = if %34 {
%37 = gt %5, %6
%38 = if %37 {
%39 = neg %33
yield %39
} {
yield %33
}
store %7, %28, %38
store %23, %30, %28
%40 = const f64 1
%41 = add %29, %40
%42 = const i32 1
%43 = add %30, %42
yield %41, %43
} {
yield %29, %30
}
yield %35, %36
}
%44 = for {step: 1} %6, %3, %26 { (%45: i32, %46: f64)
%47 = to_f64 %45
%48 = mul %45, %4
%49 = add %25, %48
%50 = load %0, %49
%51 = ne %50, %50
%52 = if %51 {
%53 = clamp_i32 %46
%54 = mul %53, %4
%55 = add %25, %54
store %1, %55, %47
%56 = const f64 1
%57 = add %46, %56
yield %57
} {
yield %46
}
yield %52
}
%58 = loop %11 { (%59: f64)
%60 = lt %59, %26
%61 = if %60 {
%62 = add %59, %12
%63 = min %62, %26
%64 = const f64 1
%65 = add %59, %64
%66 = loop %65 { (%67: f64)
%68 = lt %67, %63
%69 = if %68 {
%70 = clamp_i32 %67
%71 = load %23, %70
%72 = load %7, %71
%73 = sub %67, %64
%74 = loop %73 { (%75: f64)
%76 = ge %75, %59
%77 = if %76 {
%78 = clamp_i32 %75
%79 = load %23, %78
%80 = load %7, %79
%81 = gt %80, %72
yield %81
} {
yield %8
}
%82 = if %77 {
%83 = clamp_i32 %75
%84 = const i32 1
%85 = add %83, %84
%86 = load %23, %83
store %23, %85, %86
%87 = sub %75, %64
yield %87
} {
yield %75
}
yield %77, %82
}
%88 = clamp_i32 %74
%89 = const i32 1
%90 = add %88, %89
store %23, %90, %71
%91 = add %67, %64
yield %91
} {
yield %67
}
yield %68, %69
}
yield %62
} {
yield %59
}
yield %60, %61
}
%92, %93, %94 = loop %12, %23, %24 { (%95: f64, %96: mem<i32>, %97: mem<i32>)
%98 = lt %95, %26
%99, %100, %101 = if %98 {
%102 = loop %11 { (%103: f64)
%104 = lt %103, %26
%105 = if %104 {
%106 = add %103, %95
%107 = min %106, %26
%108 = const f64 2
%109 = mul %108, %95
%110 = add %103, %109
%111 = min %110, %26
%112, %113, %114 = loop %103, %103, %107 { (%115: f64, %116: f64, %117: f64)
%118 = lt %115, %111
%119, %120, %121 = if %118 {
%122 = lt %116, %107
%123 = if %122 {
%124 = lt %117, %111
yield %124
} {
yield %8
}
%125 = if %123 {
%126 = clamp_i32 %116
%127 = load %96, %126
%128 = load %7, %127
%129 = clamp_i32 %117
%130 = load %96, %129
%131 = load %7, %130
%132 = le %128, %131
yield %132
} {
yield %122
}
%133 = if %125 {
%134 = clamp_i32 %116
%135 = load %96, %134
yield %135
} {
%136 = clamp_i32 %117
%137 = load %96, %136
yield %137
}
%138 = clamp_i32 %115
store %97, %138, %133
%139, %140 = if %125 {
%141 = const f64 1
%142 = add %116, %141
yield %142, %117
} {
%143 = const f64 1
%144 = add %117, %143
yield %116, %144
}
%145 = const f64 1
%146 = add %115, %145
yield %139, %140, %146
} {
yield %116, %117, %115
}
yield %118, %121, %119, %120
}
yield %110
} {
yield %103
}
yield %104, %105
}
%147 = const f64 2
%148 = mul %95, %147
yield %97, %96, %148
} {
yield %96, %97, %95
}
yield %98, %101, %99, %100
}
for {step: 1} %6, %27 { (%149: i32)
%150 = mul %149, %4
%151 = add %25, %150
%152 = load %93, %149
%153 = to_f64 %152
store %1, %151, %153
yield
}
yield %93, %94
}
yield %20, %21
}
return
}
`;
