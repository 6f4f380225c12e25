// Made by scripts/gen-kernels.ts of src/kernels/cofactors.ts.
export const cofactor2 = `func @kernel.cofactor2(%0: mem<f64>, %1: mem<f64>, %2: mem<f64>, %3: mem<f64>, %4: i32, %5: i32) -> () disjoint {
%6 = to_f64 %4
%7 = to_f64 %5
%8 = mul %6, %7
%9 = mul %4, %5
%10 = mul %8, %7
%11 = mul %9, %5
%12 = const f64 2
%13 = const i32 2
%14 = mul %13, %11
%15 = const i32 0
%16 = alloc mem<f64> %14
%17 = ceil %10
%18 = clamp_i32 %17
%19 = ne %10, %10
%20 = select %19, %15, %18
for {step: 1} %15, %20 { (%21: i32)
%22 = load %1, %21
store %16, %21, %22
%23 = add %11, %21
%24 = load %2, %21
store %16, %23, %24
yield
}
%25 = mul %7, %7
%26 = mul %5, %5
%27 = const i32 4
%28 = mul %26, %27
%29 = alloc mem<f64> %28
%30 = alloc mem<f64> %28
%31 = alloc mem<f64> %28
%32 = const f64 0
%33 = ceil %25
%34 = clamp_i32 %33
%35 = ne %25, %25
%36 = select %35, %15, %34
%37 = const i32 1
%38 = const f64 1
%39 = const i32 3
%40 = lt %15, %4
if %40 {
%41 = rem %7, %12
%42 = eq %41, %38
%43 = if %42 {
yield %38
} {
%44 = const f64 -1
yield %44
}
for {step: 1} %15, %4 { (%45: i32)
%46 = mul %45, %5
%47 = mul %46, %5
for {step: 1} %15, %28 { (%48: i32)
store %29, %48, %32
store %30, %48, %32
yield
}
%49 = add %11, %47
for {step: 1} %15, %36 { (%50: i32)
%51 = mul %50, %27
%52 = add %47, %50
%53 = load %0, %52
store %29, %51, %53
%54 = add %51, %37
%55 = load %16, %52
store %29, %54, %55
%56 = add %51, %13
%57 = add %49, %50
%58 = load %16, %57
store %29, %56, %58
yield
}
for {step: 1} %15, %5 { (%59: i32)
%60 = mul %59, %5
%61 = add %60, %59
%62 = mul %61, %27
store %30, %62, %38
yield
}
for {step: 1} %37, %5 { (%63: i32)
for {step: 1} %15, %28 { (%64: i32)
store %31, %64, %32
yield
}
for {step: 1} %15, %5 { (%65: i32)
%66 = mul %65, %5
for {step: 1} %15, %5 { (%67: i32)
%68 = add %66, %67
%69 = mul %68, %27
%70 = mul %67, %5
for {step: 1} %15, %5 { (%71: i32)
%72 = add %70, %71
%73 = mul %72, %27
%74 = add %66, %71
%75 = mul %74, %27
%76 = load %30, %73
for {step: 1} %15, %27 { (%77: i32)
%78 = add %75, %77
%79 = load %31, %78
%80 = add %69, %77
%81 = load %29, %80
%82 = mul %81, %76
%83 = add %79, %82
store %31, %78, %83
%84 = and %77, %37
%85 = eq %84, %15
if %85 {
%86 = or %77, %37
%87 = add %75, %86
%88 = load %31, %87
%89 = add %73, %37
%90 = load %30, %89
%91 = mul %81, %90
%92 = add %88, %91
store %31, %87, %92
yield
} {
yield
}
%93 = and %77, %13
%94 = eq %93, %15
if %94 {
%95 = or %77, %13
%96 = add %75, %95
%97 = load %31, %96
%98 = add %73, %13
%99 = load %30, %98
%100 = mul %81, %99
%101 = add %97, %100
store %31, %96, %101
yield
} {
yield
}
%102 = and %77, %39
%103 = eq %102, %15
if %103 {
%104 = or %77, %39
%105 = add %75, %104
%106 = load %31, %105
%107 = add %73, %39
%108 = load %30, %107
%109 = mul %81, %108
%110 = add %106, %109
store %31, %105, %110
yield
} {
yield
}
yield
}
yield
}
yield
}
yield
}
%111 = to_f64 %63
for {step: 1} %15, %27 { (%112: i32)
%113 = for {step: 1} %15, %5, %32 { (%114: i32, %115: f64)
%116 = mul %114, %5
%117 = add %116, %114
%118 = mul %117, %27
%119 = add %118, %112
%120 = load %31, %119
%121 = add %115, %120
yield %121
}
%122 = div %113, %111
for {step: 1} %15, %5 { (%123: i32)
%124 = mul %123, %5
%125 = add %124, %123
%126 = mul %125, %27
%127 = add %126, %112
%128 = load %31, %127
%129 = sub %128, %122
store %31, %127, %129
yield
}
yield
}
for {step: 1} %15, %28 { (%130: i32)
%131 = load %31, %130
store %30, %130, %131
yield
}
yield
}
for {step: 1} %15, %5 { (%132: i32)
%133 = mul %132, %5
%134 = add %47, %133
for {step: 1} %15, %5 { (%135: i32)
%136 = add %134, %135
%137 = mul %135, %5
%138 = add %137, %132
%139 = mul %138, %27
%140 = add %139, %39
%141 = load %30, %140
%142 = mul %43, %141
store %3, %136, %142
yield
}
yield
}
yield
}
yield
} {
yield
}
return
}
`;
